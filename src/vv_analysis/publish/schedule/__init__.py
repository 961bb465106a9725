"""When reports are made again without anybody asking, and the files that schedulers want."""
