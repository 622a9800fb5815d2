"""A new page of the SPA: the component, its address, and a test that opens it."""

from deploy.local.scaffold.checkout import Checkout
from deploy.local.scaffold.names import camel

BEFORE = "    {\n      path: '/not-allowed',"


def write(checkout: Checkout, feature: str, name: str, title: str | None) -> None:
    if not (checkout.root / "frontend" / "src" / feature).is_dir():
        raise SystemExit(f"the SPA has no feature {feature}: make frontend/src/{feature} first")
    page, path = f"{camel(name)}Page", f"/{feature}/{name.replace('_', '-')}"
    names = {"page": page, "path": path, "title": title or name.replace("_", " ").capitalize()}
    checkout.create(f"frontend/src/{feature}/{page}.vue", "screen_page.vue.txt", **names)
    checkout.create(f"frontend/src/{feature}/{page}.test.ts", "screen_test.ts.txt", **names)
    checkout.edit("frontend/src/router.ts", lambda text: _with_route(text, feature, **names))


def _with_route(text: str, feature: str, page: str, path: str, title: str) -> str:
    """Before the pages that are for nobody in particular."""
    if BEFORE not in text:
        raise SystemExit("frontend/src/router.ts has no route '/not-allowed' to put the new one before")
    component = f"() => import('@/{feature}/{page}.vue')"
    lines = (f"path: '{path}'", f"component: {component}", f"meta: {{ title: '{title}' }}")
    route = "    {\n" + "".join(f"      {line},\n" for line in lines) + "    },"
    return text.replace(BEFORE, f"{route}\n{BEFORE}", 1)
