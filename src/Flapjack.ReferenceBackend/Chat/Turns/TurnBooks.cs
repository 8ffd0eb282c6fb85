using Flapjack.ReferenceBackend.Usage;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>Writes down what turns use. One message is one turn of the analytics, however many requests bring results of tools.</summary>
internal static class TurnBooks
{
    /// <summary>Counts what a turn has used until now, in place of what was counted for it before.</summary>
    /// <returns>The row that counts it.</returns>
    public static long Count(StoreSession db, TurnSetup setup, TurnProgress progress, string model, DateTimeOffset now)
    {
        var used = new UsageEvent(setup.Thread.OrgId, now, model)
        {
            AgentId = AgentOf(setup),
            RunnerId = setup.Request.Run?.RunnerId,
            RunId = setup.Request.Run?.RunId,
            ThreadId = ThreadOf(setup),
            SessionId = ThreadOf(setup),
            UserId = progress.SenderId,
            CredentialSource = progress.CredentialSource ?? KeySource.Platform,
            InputTokens = progress.Usage.InputTokens,
            OutputTokens = progress.Usage.OutputTokens,
            CacheReadTokens = progress.Usage.CacheReadTokens,
            CacheWriteTokens = progress.Usage.CacheWriteTokens,
            CostUsd = progress.CostUsd,
            DurationMs = (long)(now - progress.StartedAt).TotalMilliseconds,
        };
        if (progress.UsageRow is { } row)
        {
            UsageTable.Replace(db, row, used);
            return row;
        }

        return UsageTable.Add(db, used);
    }

    public static void CountTool(StoreSession db, TurnSetup setup, string tool, DateTimeOffset now) =>
        UsageTable.Add(db, new ToolCallEvent(setup.Thread.OrgId, now, tool, AgentOf(setup), setup.Request.Run?.RunnerId));

    private static string? AgentOf(TurnSetup setup) => setup.Request.Run?.StandIn is null ? setup.Thread.AgentId : null;

    // Nobody talks in the thread of a step, so it does not count as a conversation.
    private static string? ThreadOf(TurnSetup setup) => setup.Request.Run is null ? setup.Thread.Id : null;
}
