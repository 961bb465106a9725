"""Notebooks as people write them: each is a list of cells, and together they use what a kernel has to offer.

A cell that starts with ``#raises`` is tagged as one that may fail.
"""

CORPUS = {
    "shown in rich forms": [
        "from IPython.display import HTML, JSON, Latex, Markdown, Image, SVG, display, clear_output\n"
        "display(HTML('<b>1</b>'), Markdown('*a*'), Latex('$x$'), JSON({'a': [1, 2]}))",
        "class Both:\n    def _repr_html_(self): return '<i>b</i>'\n    def __repr__(self): return 'b'\nBoth()",
        "class Bundle:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n"
        "        return {'application/x-own+json': {'n': 1}, 'text/plain': 'bundle'}\ndisplay(Bundle()); Bundle()",
        "SVG(\"<svg xmlns='http://www.w3.org/2000/svg'/>\")",
        "Image(data=bytes.fromhex('89504e470d0a1a0a'), format='png')",
        "handle = display('first', display_id='of mine')",
        "handle.update('second'); other = display(1, display_id=True)",
        "other.update(HTML('<p>late</p>'))",
        "print('gone'); clear_output(); print('kept')",
        "print('gone too'); clear_output(wait=True); display('kept too')",
        "[list(range(40)), {'a' * 30: 'b' * 60, 'c': {1, 2, 3}}]",
        "#raises\nclass Broken:\n    def _repr_html_(self): raise ValueError('no html')\nBroken.__repr__ = lambda self: 'broken'\nBroken()",
        "None", "1;", "_", "Out[3].__class__.__name__, In[1][:4]",
    ],
    "frames": [
        "import numpy as np, pandas as pd\nwide = pd.DataFrame(np.arange(90.0).reshape(3, 30))\nwide",
        "print(wide)", "pd.DataFrame({'a': ['x', None], 'when': pd.to_datetime(['2020-01-01', None])})",
        "pd.Series(range(100), name='long')", "pd.DataFrame({'n': range(100)})",
        "pd.DataFrame({'a': [1.5]}).style.format(precision=1).set_uuid('one')",
        "pd.get_option('display.max_columns'), pd.get_option('display.width'), pd.get_option('display.max_rows')",
        "np.linspace(0, 1, 5)", "wide.describe().T.head(2)",
    ],
    "pictures": [
        "import matplotlib.pyplot as plt\nimport matplotlib\nmatplotlib.get_backend()",
        "fig, ax = plt.subplots(); ax.plot([1, 3, 2]); ax.set_title('one')",
        "plt.figure(figsize=(2, 1)); plt.bar(['a', 'b'], [1, 2]); plt.show(); print('after')",
        "fig", "plt.plot([1, 2]);", "%matplotlib inline\nplt.hist([1, 1, 2])",
        "%config InlineBackend.figure_formats = ['svg']\nmatplotlib.rcParams['svg.hashsalt'] = 'x'\nplt.rcParams['svg.fonttype']",
        "import seaborn as sns, pandas as pd\nsns.barplot(pd.DataFrame({'a': ['x', 'y'], 'b': [1, 2]}), x='a', y='b');",
    ],
    "said": [
        "import sys, os, subprocess, warnings, logging\nprint('a', end=''); print('b'); sys.stdout.write('c\\n')",
        "print('to stderr', file=sys.stderr)\nwarnings.warn('mind this')\nwarnings.warn('mind this')",
        "logging.getLogger('x').warning('logged'); logging.getLogger('x').info('not logged')",
        "_ = os.system('echo from a shell')", "!echo bang && echo more", "x = !echo caught\nx",
        "_ = subprocess.run(['echo', 'from a program'])", "os.write(1, b'straight\\n');",
        "import time\nfor i in range(3): print(f'\\r{i} of 3', end='', flush=True)",
        "from tqdm.auto import tqdm\nimport threading\nt = threading.Thread(target=print, args=('in a thread',)); t.start(); t.join()",
        "sys.stdout.isatty(), sys.stdout.encoding, sys.stdout.fileno() > 0, sys.stdout.name, sys.stdin.__class__.__name__",
    ],
    "failures": [
        "def inner(n):\n    return 1 / n\ndef outer(n):\n    return inner(n)",
        "#raises\nouter(0)",
        "#raises\ntry:\n    outer(0)\nexcept ZeroDivisionError as error:\n    raise ValueError('worse') from error",
        "#raises\nif True\n    pass", "#raises\nraise SystemExit(3)", "#raises\nprint('before'); raise KeyError('key')",
        "#raises\nraise ExceptionGroup('two', [ValueError(1), TypeError(2)])", "#raises\ninput('who? ')",
        "%xmode Minimal", "#raises\nouter(0)", "#raises\nundefined_name", "#raises\nimport no_such_module_anywhere",
        "class Own(Exception):\n    def _render_traceback_(self): return ['own words']",
        "#raises\nraise Own()", "try: outer(0)\nexcept ZeroDivisionError: import traceback; traceback.print_exc()",
    ],
    "magics": [
        "%%capture caught\nprint('hidden')", "caught.stdout", "a, b = 1, 'x'\n%who", "%whos int",
        "%%writefile beside.py\nVALUE = 7\nprint('run', __name__)", "%run beside.py\nVALUE",
        "import beside; beside.VALUE", "%env VV_CORPUS=1\nimport os; os.environ['VV_CORPUS']", "%precision 2\n3.14159",
        "%history -n 1-2", "%%html\n<u>x</u>", "%%bash\necho in bash; echo wrong >&2", "%pprint", "list(range(3))",
        "len?", "%lsmagic?", "%%python\nprint('another python')", "%load_ext autoreload\n%autoreload 0", "%alias_magic w who",
        "%cd -q ..", "%dhist", "%%script false --no-raise-error\n", "#raises\n%no_such_magic", "%store a\n%pinfo a",
    ],
    "widgets": [
        "import ipywidgets as w\nslider = w.IntSlider(value=3, description='n')\nslider",
        "slider.value = 5\nw.HBox([w.Text('t'), w.Dropdown(options=['a', 'b'])])",
        "out = w.Output()\nwith out: print('inside'); display(1)\nout",
        "@w.interact(n=(1, 3))\ndef shown(n=2): print('n is', n)",
        "out.clear_output()\nwith out: print('again')", "w.Image(value=b'123', format='png')",
    ],
    "awaited": [
        "import asyncio\nawait asyncio.sleep(0.01)\n'slept'",
        "async def numbers():\n    for i in range(3):\n        yield i\nasync for n in numbers(): print(n)",
        "async def later(): print('later')\ntask = asyncio.get_running_loop().create_task(later())",
        "await task\ntask.done()", "#raises\nasyncio.run(later())", "try: await asyncio.wait_for(asyncio.sleep(9), 0.01)\nexcept TimeoutError: print('too late')",
    ],
    "who and where": [
        "import jsonschema\n[jsonschema.FormatChecker().conforms(one, 'iri') for one in ('https://ŵ.cymru/', 'no iri')]",
        "import sys, os\n__name__, sys.argv[0].split('/')[-1], '' in sys.path, sys.path[:2], sys.flags.interactive",
        "get_ipython().__class__.__name__, hasattr(get_ipython(), 'kernel'), 'IPKernelApp' in get_ipython().config",
        "os.environ['MPLBACKEND'], os.environ['PAGER'], os.environ.get('TERM')",
        "import __main__; __main__.sys is sys, '__file__' in dir(__main__)", "display.__module__.split('.')[0]",
        "import signal; signal.getsignal(signal.SIGINT).__name__, signal.getsignal(signal.SIGTERM).name",
        "sorted(name for name in globals() if not name.startswith('_'))",
        "import decimal, random\ndecimal.getcontext().prec, random.seed(1), random.random()",
        "exit",
    ],
}  # fmt: skip
