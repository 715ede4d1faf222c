// Shows words instead of a blank page when drawing it fails; the error itself stays in the console.
import { Component } from "react";
import { jsx } from "@emotion/react";

export class Boundary extends Component {
  state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  render() {
    if (!this.state.failed) return this.props.children;
    return jsx(
      "main",
      { className: "plain", role: "alert" },
      jsx("h1", {}, "This page could not be shown"),
      jsx("p", {}, "What you saved is safe. Load the page again; if it stays so, tell the person who runs this shop."),
      jsx("p", {}, jsx("a", { href: typeof window === "undefined" ? "/" : window.location.href }, "Load again")),
    );
  }
}
