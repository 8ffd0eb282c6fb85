// Stands where the tool `flapjack` stands, so that a test of the app host needs no tool: it takes the same arguments and the same key, and says who asks.
var port = args.SkipWhile(argument => argument != "--port").ElementAtOrDefault(1);
if (args is not ["serve", ..] || port is null)
{
    Console.Error.WriteLine($"Unexpected arguments: {string.Join(' ', args)}");
    return 2;
}

var builder = WebApplication.CreateSlimBuilder();
builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
var app = builder.Build();
app.MapGet("/healthz", () => new { ok = true });
app.MapGet("/api/agents", (HttpRequest request) => request.Headers.Authorization == $"Bearer {Environment.GetEnvironmentVariable("FLAPJACK_API_KEY")}"
    ? Results.Json(Array.Empty<object>())
    : Results.Json(new { error = "INVALID_KEY" }, statusCode: 401));
app.MapGet("/api/telemetry", () => new { endpoint = Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"), service = Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME"), args });
await app.RunAsync();
return 0;
