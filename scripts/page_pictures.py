"""Take the pictures of `docs/pictures`: six pages of the current release at two widths, as a reader meets them."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
PAGES = {
    "front-page": "index.html",
    "public-record": "public_record/public-record.html",
    "briefing": "rr3_briefing/rr3-briefing.html",
    "national": "national/national.html#area-by-area",
    "region": "region/wales.html",
    "service": "category/womens-services.html#area-by-area",
}
WIDTHS = {"wide": (1100, 1300), "narrow": (320, 900)}


def main() -> int:
    """Open each page at each width, and keep what is seen."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    release = ROOT / "reports" / "current"
    if chromium is None or not release.exists():
        print("this needs Chromium, and a release: run `make reports` first", file=sys.stderr)
        return 2
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for width, (across, down) in WIDTHS.items():
            page = browser.new_page(viewport={"width": across, "height": down})
            for name, path in PAGES.items():
                page.goto(f"file://{release.resolve()}/{path}")
                page.screenshot(path=str(ROOT / "docs" / "pictures" / f"{name}-{width}.png"))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
