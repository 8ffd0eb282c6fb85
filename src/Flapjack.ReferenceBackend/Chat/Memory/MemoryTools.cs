using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Agents.Config;
using Flapjack.ReferenceBackend.Chat.Tools;
using Shared.Hosting.Bodies;
using Shared.Hosting.Json;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Chat.Memory;

/// <summary>The tools by which an agent remembers, recalls and forgets. They see the scopes that the agent's settings allow in the turn.</summary>
internal sealed class MemoryTools(MemoryTable memories, AgentConfigStore configs) : IToolSource
{
    /// <summary>How many characters a memory, or what is looked for, may have. The limit is ours.</summary>
    public const int MaxText = 2_000;

    /// <summary>How many memories a call gets at most; <see cref="DefaultRecalled"/> if it does not say how many.</summary>
    public const int MaxRecalled = 50;

    public const int DefaultRecalled = 10;

    public Task<ToolOffer> OfferAsync(TurnScope turn, CancellationToken cancellationToken)
    {
        var memory = TurnMemory.Of(configs, turn);
        return Task.FromResult(
            memory.Fault is { } fault ? new ToolOffer([]) { Faults = [new("tool", "memory", fault)] }
            : memory.Scopes.Count == 0 ? ToolOffer.None
            : new ToolOffer([Store(memory), Recall(memory), Forget(memory)]));
    }

    private AgentTool Store(TurnMemory memory) => StoreTool.Of(
        "memory_store",
        MemoryToolTexts.Store(memory.Settings.AutoCollect),
        MemoryToolTexts.StoreParameters(memory.Scopes),
        arguments =>
        {
            var scope = ScopeOf(arguments, memory.Scopes);
            var text = arguments.RequiredText("text", "INVALID_TEXT", MaxText).Trim();
            return memory.Settings.MaxMemories == 0
                ? ToolOutcome.Error("Nothing was stored: this agent may keep no memories (maxMemories is 0). Tell the person that you can't remember it.")
                : ToolOutcome.Of(HttpContextJson.ToJson(memories.Add(scope, text, memory.MaxKept)));
        });

    private AgentTool Recall(TurnMemory memory) => StoreTool.Of(
        "memory_recall",
        "Searches what you have stored with memory_store, by words. Leave out query for what was stored or used last.",
        MemoryToolTexts.RecallParameters,
        arguments =>
        {
            var (query, limit) = (arguments.Text("query", "INVALID_QUERY", MaxText), arguments.WholeNumber("limit", "INVALID_LIMIT", 1, MaxRecalled) ?? DefaultRecalled);
            var found = string.IsNullOrWhiteSpace(query) ? memories.Latest(memory.Scopes, limit) : memories.Find(memory.Scopes, query, limit);
            memories.Touch(found);
            return ToolOutcome.Of(new JsonObject { ["memories"] = new JsonArray([.. found.Select(HttpContextJson.ToJson)]) });
        });

    private AgentTool Forget(TurnMemory memory) => StoreTool.Of(
        "memory_forget",
        "Deletes something that you have stored with memory_store: when it is wrong or outdated, or when the person asks you to forget it.",
        MemoryToolTexts.ForgetParameters,
        arguments =>
        {
            var id = arguments.WholeNumber("id", "INVALID_ID", 1, int.MaxValue) ?? throw Refusal.Invalid("INVALID_ID", "id is required.");
            return memories.Remove(memory.Scopes, id)
                ? ToolOutcome.Of(new JsonObject { ["ok"] = true })
                : ToolOutcome.Error($"There is no memory {id}. The answers of memory_recall show the ids.");
        });

    private static MemoryScope ScopeOf(BodyReader arguments, IReadOnlyList<MemoryScope> scopes)
    {
        var type = arguments.OneOf("scope", "INVALID_SCOPE", [.. scopes.Select(scope => scope.Type).Distinct()]) ?? scopes[0].Type;
        var ofType = scopes.Where(scope => scope.Type == type).ToList();
        var number = arguments.WholeNumber("resource", "INVALID_RESOURCE", 1, int.MaxValue);
        return ofType.Count == 1 ? ofType[0]
            : number <= ofType.Count ? ofType[number.Value - 1]
            : throw Refusal.Invalid("INVALID_RESOURCE", $"resource is required, and must be a whole number from 1 to {ofType.Count}: which of the resources of this turn it is about.");
    }
}
