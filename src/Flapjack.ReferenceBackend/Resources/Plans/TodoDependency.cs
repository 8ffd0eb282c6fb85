using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Resources.Plans;

/// <summary>Says that a todo waits for another todo of its plan, as the answers show it.</summary>
/// <param name="TodoId">The todo that waits.</param>
/// <param name="BlockerId">The todo that it waits for.</param>
internal sealed record TodoDependency(
    [property: JsonPropertyName("todo_id")] string TodoId,
    [property: JsonPropertyName("blocker_id")] string BlockerId);
