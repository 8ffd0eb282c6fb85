using System.Text.Json;

namespace Flapjack.ReferenceBackend.Tests.Api;

/// <summary>The lines of one frame, without the blank one that ends it.</summary>
internal sealed record SseFrame(string Text)
{
    public string Event => Field("event");

    public string Id => Field("id");

    public JsonElement Data => JsonElement.Parse(Field("data"));

    public string Chunk => Data.GetProperty("chunk").GetString()!;

    public bool IsComment => Text.StartsWith(':');

    public override string ToString() => Text;

    private string Field(string name)
    {
        var prefix = name + ": ";
        return Text.Split('\n').FirstOrDefault(line => line.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..] ?? "";
    }
}
