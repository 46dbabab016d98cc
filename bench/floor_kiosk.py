"""The least that a kiosk can be: one full-screen application of prompt_toolkit with one label, given as argument."""

import sys

from prompt_toolkit.application import Application
from prompt_toolkit.layout import FormattedTextControl, Layout, Window

Application(layout=Layout(Window(FormattedTextControl(sys.argv[1]))), full_screen=True).run()
