using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>Stores what a turn says and uses, for as long as its thread is there.</summary>
internal sealed class TurnWriter(TurnServices services, TurnSetup setup)
{
    /// <summary>Changes the store, unless the thread is gone.</summary>
    /// <exception cref="ThreadGoneException">The thread was deleted with its agent.</exception>
    public void Write(Action<StoreSession> change) => services.Store.Write(db =>
    {
        try
        {
            new OrgReference("threads", "thread", setup.Thread.Id).Check(db, setup.Thread.OrgId);
        }
        catch (Refusal)
        {
            throw new ThreadGoneException();
        }

        change(db);
    });

    /// <summary>Stores messages, and what the trace has learned meanwhile.</summary>
    public void Add(params IReadOnlyList<MessageRow> messages) => Write(db =>
    {
        foreach (var message in messages)
        {
            MessageTable.Add(db, message);
        }

        setup.Trace.Save(db);
    });

    /// <summary>A message of the turn, which is not stored yet.</summary>
    public MessageRow NewMessage(string role, string content) => new()
    {
        Id = Guid.CreateVersion7(services.Clock.GetUtcNow()).ToString(),
        ThreadId = setup.Thread.Id,
        TurnId = setup.TurnId,
        Role = role,
        Content = content,
        CreatedAt = services.Clock.GetUtcNow(),
    };

    /// <summary>What a tool answered, as a message that is not stored yet.</summary>
    public MessageRow ResultOf(StoredToolCall call, ToolOutcome outcome) =>
        NewMessage(MessageRow.Tool, outcome.Result.GetRawText()) with { ToolCallId = call.Id };
}
