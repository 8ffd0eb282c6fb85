using System.Text.Json;

namespace Flapjack.ReferenceBackend.Tests.Resources.CodeAgents;

/// <summary>A session, and what has happened in it.</summary>
/// <param name="Path">The session's path.</param>
/// <param name="Session">The session.</param>
/// <param name="Events">Its timeline.</param>
internal sealed record CodeSessionStory(string Path, JsonElement Session, IReadOnlyList<JsonElement> Events)
{
    public string Status => Session.GetProperty("status").GetString()!;

    /// <summary>The code of the error; null for none.</summary>
    public string? ErrorCode => Error("code");

    public string? ErrorMessage => Error("message");

    /// <summary>The statuses in their order.</summary>
    public IEnumerable<string> Statuses => DataOf("status").Select(data => data.GetProperty("status").GetString()!);

    /// <summary>The result of the last prompt.</summary>
    public JsonElement Result => DataOf("result").Last();

    /// <summary>The names of the files that the last prompt has changed.</summary>
    public IEnumerable<string> ChangedFiles => Result.GetProperty("changed_files").EnumerateArray().Select(file => file.GetProperty("path").GetString()!);

    public string Stdout => OutputOf("stdout");

    public string Stderr => OutputOf("stderr");

    public IEnumerable<JsonElement> DataOf(string type) => Events.Where(happened => happened.GetProperty("type").GetString() == type).Select(happened => happened.GetProperty("data"));

    private string OutputOf(string stream) =>
        string.Concat(DataOf("output").Where(data => data.GetProperty("stream").GetString() == stream).Select(data => data.GetProperty("text").GetString()));

    private string? Error(string field) => Session.GetProperty("error") is { ValueKind: JsonValueKind.Object } error ? error.GetProperty(field).GetString() : null;
}
