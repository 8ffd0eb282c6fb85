using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Resources.Threads;

/// <summary>A person who talks in a thread, as the answers show the person.</summary>
/// <param name="ThreadId">The thread.</param>
/// <param name="UserId">The app's own id of the person.</param>
/// <param name="CreatedAt">When the person joined.</param>
internal sealed record ThreadParticipant(
    [property: JsonPropertyName("thread_id")] string ThreadId,
    [property: JsonPropertyName("user_id")] string UserId,
    [property: JsonPropertyName("created_at")] DateTimeOffset CreatedAt);
