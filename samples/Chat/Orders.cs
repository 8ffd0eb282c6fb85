using System.Text.Json;
using Flapjack.Sdk;

namespace Chat;

/// <summary>The orders of the shop, and the tool by which the agent looks them up. The tool runs in this process.</summary>
internal static class Orders
{
    public static ChatTool Tool { get; } = new()
    {
        Name = "lookup_order",
        Description = "Look up an order by ID",
        Parameters = JsonElement.Parse("""{"type":"object","properties":{"orderId":{"type":"string"}},"required":["orderId"]}"""),
        OnCall = (call, _) => Task.FromResult<string?>(Find(JsonElement.Parse(call.Arguments!).GetProperty("orderId").GetString())),
    };

    // What an exception says is told to the agent, which can then ask for another order.
    private static string Find(string? id) => id == "7" ? "three pancakes, packed" : throw new InvalidOperationException($"There is no order {id}; there is order 7.");
}
