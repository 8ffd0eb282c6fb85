namespace Testing.Wire;

/// <summary>One request as the service got it.</summary>
internal sealed record Received(string Method, string Path, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The query without its question mark, escaped as it came.</summary>
    public string Query { get; init; } = "";

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
