import json
import unittest
from pathlib import Path

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"


class NotebookTests(unittest.TestCase):
    def test_the_welcome_notebook_is_of_format_4(self):
        notebook = json.loads((NOTEBOOKS / "welcome.ipynb").read_text(encoding="utf-8"))

        self.assertEqual(notebook["nbformat"], 4)


if __name__ == "__main__":
    unittest.main()
