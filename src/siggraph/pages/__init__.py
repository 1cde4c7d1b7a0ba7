"""Pages for people: values in, HTML and SVG text out; the only users of jinja2 and matplotlib."""
