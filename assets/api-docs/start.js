// Shows the API's own OpenAPI document; the page is app/ui/door/docs.py.
window.SwaggerUIBundle({
  url: "/api/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  validatorUrl: null,
});
