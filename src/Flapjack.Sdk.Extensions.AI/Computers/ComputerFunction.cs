using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.Sdk.Extensions.AI.Json;
using Microsoft.Extensions.AI;

namespace Flapjack.Sdk.Extensions.AI.Computers;

/// <summary>A function whose schema is written by hand, because a schema made by reflection does not survive trimming.</summary>
/// <param name="name">What the model calls it.</param>
/// <param name="description">What the model is told of it.</param>
/// <param name="schema">The JSON schema of its arguments.</param>
/// <param name="callAsync">Runs a call. A <see cref="ToolRefusal"/> is told to the model.</param>
internal sealed class ComputerFunction(string name, string description, string schema, Func<ToolArguments, CancellationToken, Task<JsonObject>> callAsync) : AIFunction
{
    public override string Name => name;

    public override string Description => description;

    public override JsonElement JsonSchema { get; } = JsonElement.Parse(schema);

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        try
        {
            return CompactJson.ElementOf(await callAsync(new(arguments), cancellationToken).ConfigureAwait(false));
        }
        catch (ToolRefusal refusal)
        {
            return CompactJson.ElementOf(new() { ["error"] = refusal.Message });
        }
        catch (FlapjackException e) when (CallFaults.Explain(e) is { } explanation)
        {
            return CompactJson.ElementOf(new() { ["error"] = explanation });
        }
    }
}
