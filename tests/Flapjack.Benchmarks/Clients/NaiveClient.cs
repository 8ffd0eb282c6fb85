using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Benchmarks.Clients;

/// <summary>What one writes in an afternoon: <see cref="SseParser"/> of strings, and JSON by the source generator.</summary>
internal sealed partial class NaiveClient : IDisposable
{
    private readonly HttpClient _http;

    public NaiveClient(Uri baseAddress, string key)
    {
        _http = new() { BaseAddress = baseAddress, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public async Task<long> ReadAsync(string agent, string command)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/agents/{agent}/computer/exec") { Content = JsonContent.Create(new ExecBody(command, 600), NaiveJson.Default.ExecBody) };
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync();
        return await ReadAsync(stream);
    }

    public static async Task<long> ReadAsync(Stream stream)
    {
        long characters = 0;
        await foreach (var item in SseParser.Create(stream).EnumerateAsync())
        {
            if (item.EventType == "stdout")
            {
                characters += JsonSerializer.Deserialize(item.Data, NaiveJson.Default.Output)!.Chunk!.Length;
            }
        }

        return characters;
    }

    public void Dispose() => _http.Dispose();

    internal sealed record ExecBody([property: JsonPropertyName("command")] string Command, [property: JsonPropertyName("timeoutSec")] int TimeoutSec);

    internal sealed record Output([property: JsonPropertyName("chunk")] string? Chunk);

    [JsonSerializable(typeof(ExecBody))]
    [JsonSerializable(typeof(Output))]
    private sealed partial class NaiveJson : JsonSerializerContext;
}
