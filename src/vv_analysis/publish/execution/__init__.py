"""How a notebook is run: a process of its own, forked from a warm one, that speaks Jupyter's protocol over a pipe."""
