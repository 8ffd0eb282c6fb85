using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Processes;

/// <summary>The frames of an answer, read by hand.</summary>
internal sealed class GatewayStream(HttpResponseMessage answer, Stream body) : IDisposable
{
    public string? MediaType => answer.Content.Headers.ContentType?.MediaType;

    public string? Header(string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    /// <summary>The next message; the last frame is <c>{"last":…}</c>.</summary>
    public async Task<JsonObject> NextAsync()
    {
        var (flags, payload) = await NextFrameAsync();
        var json = JsonNode.Parse(Encoding.UTF8.GetString(payload))!;
        return flags == 2 ? new() { ["last"] = json } : json.AsObject();
    }

    public async Task<(byte Flags, byte[] Payload)> NextFrameAsync()
    {
        var prefix = new byte[5];
        await body.ReadExactlyAsync(prefix).AsTask().WaitAsync(Limit.Time);
        var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(prefix.AsSpan(1))];
        await body.ReadExactlyAsync(payload).AsTask().WaitAsync(Limit.Time);
        return (prefix[0], payload);
    }

    /// <summary>Reads to the last frame: what was written, the end event, and the last frame's JSON.</summary>
    public async Task<(string Output, JsonNode? End, string Last)> RestAsync()
    {
        var output = new StringBuilder();
        JsonNode? end = null;
        while (true)
        {
            var message = await NextAsync();
            if (message["last"] is { } last)
            {
                (await body.ReadAsync(new byte[1])).Should().Be(0, "nothing follows the last frame");
                return (output.ToString(), end, last.ToJsonString());
            }

            output.Append(TextOf(message));
            end ??= message["event"]!["end"];
        }
    }

    /// <summary>Reads until a text has come.</summary>
    public async Task<string> UntilAsync(string text)
    {
        var output = new StringBuilder();
        while (!output.ToString().Contains(text, StringComparison.Ordinal))
        {
            var message = await NextAsync();
            message.ContainsKey("last").Should().BeFalse($"'{text}' has to come, and not only '{output}' and {message}");
            output.Append(TextOf(message));
        }

        return output.ToString();
    }

    public void Dispose()
    {
        body.Dispose();
        answer.Dispose();
    }

    private static string TextOf(JsonObject message)
    {
        var data = message["event"]?["data"];
        var bytes = (string?)(data?["stdout"] ?? data?["stderr"] ?? data?["pty"]);
        return bytes is null ? "" : Encoding.UTF8.GetString(Convert.FromBase64String(bytes));
    }
}
