using System.Text.Json;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Every;

/// <summary>A request that writes every field which its route reads.</summary>
/// <param name="Route">The route, for example <c>PATCH /v1/computers/{computer_id}</c>.</param>
/// <param name="Body">The body. <c>{computer_id}</c> in it stands for the id of a computer of the same workspace, and so on for each kind of thing.</param>
internal sealed record WriteCase(string Route, string Body)
{
    /// <summary>The route that shows what was written; null if nothing shows it. After a POST, the last id in the path may be the id in the answer.</summary>
    public string? Read { get; init; }

    /// <summary>The name of the thing in the answer to the write, for example <c>computer</c>; null if the answer is bare.</summary>
    public string? Thing { get; init; }

    /// <summary>Finds what was written in the answer of <see cref="Read"/>. The text is the id in the answer to the write, if there is any.</summary>
    public Func<JsonElement, string, JsonElement> Pick { get; init; } = (read, _) => read;

    /// <summary>
    /// The fields that are not shown under their own name with the value that was sent: <c>auto_reload_enabled</c> → <c>"enabled":true</c>; null for a
    /// field that is never shown.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Shown { get; init; } = new Dictionary<string, string?>();

    /// <summary>Whether what was written stays as it is from now on, if an operation works on it; null for a thing that only requests change.</summary>
    public Func<JsonElement, bool>? IsSettled { get; init; }

    /// <summary>The status of the answer.</summary>
    public int Status { get; init; } = 200;

    public string Method => Route[..Route.IndexOf(' ', StringComparison.Ordinal)];

    public string Path => Route[(Route.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    public override string ToString() => Route;

    /// <summary>Finds the item of a list that has the id.</summary>
    public static Func<JsonElement, string, JsonElement> Item(string list) =>
        (read, id) => read.GetProperty(list).EnumerateArray().Single(item => item.GetProperty("id").GetString() == id);
}
