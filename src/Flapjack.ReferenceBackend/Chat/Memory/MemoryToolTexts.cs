using System.Text.Json.Nodes;

namespace Flapjack.ReferenceBackend.Chat.Memory;

/// <summary>What a model is told of the memory tools and of their arguments.</summary>
internal static class MemoryToolTexts
{
    private const int MaxShownResource = 200;

    public static string RecallParameters { get; } = $$"""
        {"type":"object","properties":{
        "query":{"type":"string","maxLength":{{MemoryTools.MaxText}},"description":"Words that the memory is about."},
        "limit":{"type":"integer","minimum":1,"maximum":{{MemoryTools.MaxRecalled}},"default":{{MemoryTools.DefaultRecalled}}}
        }
        }
        """;

    public static string ForgetParameters { get; } =
        """{"type":"object","properties":{"id":{"type":"integer","description":"The id of the memory, from an answer of memory_recall or memory_store."}},"required":["id"]}""";

    /// <param name="isUnasked">Whether the agent stores also what nobody asked it to remember. The setting is auto_collect; that the description tells it to the model is ours.</param>
    public static string Store(bool isUnasked) => isUnasked
        ? "Remembers a fact or a preference for later turns. Use it without being asked whenever the person tells you something about themselves or their work that will "
            + "still matter later. Store one fact a call, in a sentence that can be understood alone. Never store passwords or keys."
        : "Remembers a fact or a preference for later turns. Use it only when the person asks you to remember something. Store one fact a call, in a sentence that can be "
            + "understood alone. Never store passwords or keys.";

    public static string StoreParameters(IReadOnlyList<MemoryScope> scopes)
    {
        var resources = scopes.Where(scope => scope.Type == MemoryScope.Resource).Select(scope => scope.Binding!).ToList();
        var fields = new JsonObject
        {
            ["text"] = new JsonObject { ["type"] = "string", ["maxLength"] = MemoryTools.MaxText, ["description"] = "What to remember." },
            ["scope"] = new JsonObject
            {
                ["type"] = "string",
                ["enum"] = new JsonArray([.. scopes.Select(scope => scope.Type).Distinct().Select(type => JsonValue.Create(type))]),
                ["default"] = scopes[0].Type,
                ["description"] = "Where it counts: in all conversations with you (agent), in this conversation only (thread), or wherever a resource of this turn is in use (resource).",
            },
        };
        if (resources.Count > 1)
        {
            var list = string.Join("; ", resources.Select((resource, index) => $"{index + 1} is {Shown(resource)}"));
            fields["resource"] = new JsonObject
            {
                ["type"] = "integer",
                ["minimum"] = 1,
                ["maximum"] = resources.Count,
                ["description"] = $"Which resource it is about, for the scope resource: {list}.",
            };
        }

        return new JsonObject { ["type"] = "object", ["properties"] = fields, ["required"] = new JsonArray("text") }.ToJsonString();
    }

    private static string Shown(string resource) => resource.Length <= MaxShownResource ? resource : resource[..MaxShownResource] + "…";
}
