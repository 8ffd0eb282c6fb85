using Flapjack.ReferenceBackend.Chat.Turns;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend;

/// <summary>The threads of the backend, for tests and for developers who want to see what was said.</summary>
public sealed class FlapjackBackendThreads
{
    private readonly Store _store;

    internal FlapjackBackendThreads(Store store) => _store = store;

    /// <summary>The messages of a thread: what people wrote, what the agent answered, and what tools returned.</summary>
    /// <param name="threadId">The thread's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call before it begins.</param>
    /// <returns>The messages in their order; none if there is no such thread.</returns>
    public Task<IReadOnlyList<ThreadMessage>> ReadMessagesAsync(string threadId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(threadId);
        return Task.Run(() => _store.Read(db => (IReadOnlyList<ThreadMessage>)[.. MessageTable.Of(db, threadId.ToLowerInvariant()).Select(Of)]), cancellationToken);
    }

    private static ThreadMessage Of(MessageRow row) => new()
    {
        Id = row.Id,
        TurnId = row.TurnId,
        Role = row.Role,
        Content = row.Content,
        CreatedAt = row.CreatedAt,
        SenderId = row.SenderId,
        ToolCalls = [.. row.ToolCalls.Select(call => new Sdk.ToolCall { Id = call.Id, Name = call.Name, Arguments = call.Arguments })],
        ToolCallId = row.ToolCallId,
        KnowledgeChunkIds = row.ChunkIds,
        IsPartial = row.IsPartial,
    };
}
