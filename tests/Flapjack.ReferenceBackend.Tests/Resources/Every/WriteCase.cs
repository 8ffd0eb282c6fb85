using System.Text.Json;

namespace Flapjack.ReferenceBackend.Tests.Resources.Every;

/// <summary>A request that writes every field which its route reads.</summary>
/// <param name="Route">The route, for example <c>PATCH /api/projects/{projectId}</c>.</param>
/// <param name="Body">The body. <c>{agentId}</c> in it stands for the id of an agent of the same organization, and so on for each kind of thing.</param>
internal sealed record WriteCase(string Route, string Body)
{
    /// <summary>
    /// The route that shows what was written, for example <c>GET /api/projects/{projectId}</c>; null if nothing shows it. After a POST, the last id in the
    /// path is the id in the answer. In a list, the item is looked for that has the id of the answer.
    /// </summary>
    public string? Read { get; init; }

    /// <summary>Finds what was written in the answer of <see cref="Read"/>, where an id does not lead to it. The second argument is the answer to the write.</summary>
    public Func<JsonElement, JsonElement, JsonElement>? Pick { get; init; }

    /// <summary>What must have happened before the request can succeed, for example that what it detaches is attached; null if nothing must.</summary>
    public Func<OrgWorld, Task>? Prepare { get; init; }

    /// <summary>
    /// The fields that are not shown under their own name in snake_case with the value that was sent: <c>slug</c> → <c>"slug":"my-slug"</c>; null for a
    /// field that is never shown.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Shown { get; init; } = new Dictionary<string, string?>();

    /// <summary>
    /// Whether what <see cref="Read"/> shows stays as it is, if the backend works on what was written; null for a thing that only requests change.
    /// </summary>
    public Func<JsonElement, bool>? IsSettled { get; init; }

    /// <summary>The status of the answer; null for any success.</summary>
    public int? Status { get; init; }

    public string Method => Route[..Route.IndexOf(' ', StringComparison.Ordinal)];

    public string Path => Route[(Route.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    public override string ToString() => Route;
}
