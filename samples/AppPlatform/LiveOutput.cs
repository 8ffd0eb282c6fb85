using System.Text.Json;

namespace AppPlatform;

/// <summary>A command's output on its way to the browser: a line of JSON for each piece, and a last line that says how the command ended.</summary>
internal sealed class LiveOutput
{
    private readonly HttpResponse _response;

    public LiveOutput(HttpResponse response)
    {
        response.ContentType = "application/x-ndjson";
        response.Headers.CacheControl = "no-store";
        _response = response;
    }

    public Task StdoutAsync(string chunk) => WriteAsync(new { stdout = chunk });

    public Task StderrAsync(string chunk) => WriteAsync(new { stderr = chunk });

    /// <summary>The last line. A browser that has not seen it does not know the outcome.</summary>
    public Task EndAsync(TestRun run) => WriteAsync(new { outcome = Wording.Name(run.Outcome), lastRun = Wording.LastRun(run) });

    private async Task WriteAsync<T>(T line)
    {
        await _response.WriteAsync(JsonSerializer.Serialize(line) + "\n");
        await _response.Body.FlushAsync();
    }
}
