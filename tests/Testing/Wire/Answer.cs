namespace Testing.Wire;

/// <summary>One literal answer of the service.</summary>
internal sealed record Answer(int Status, string Body = "", string? ContentType = "application/json")
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static Answer Json(string body) => new(200, body);

    public static Answer Events(string frames) => new(200, frames, "text/event-stream");

    public Answer With(string header, string value) => this with { Headers = new Dictionary<string, string>(Headers) { [header] = value } };
}
