using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Definition = ModelContextProtocol.Protocol.Tool;

namespace Flapjack.Sdk.Mcp;

/// <summary>A tool whose schema is written by hand, because a schema made by reflection does not survive trimming.</summary>
/// <param name="definition">What clients are told of the tool.</param>
/// <param name="callAsync">Answers a call with a JSON object; an <c>error</c> in it says that the call failed.</param>
internal sealed class ComputersTool(
    Definition definition, Func<RequestContext<CallToolRequestParams>, CancellationToken, ValueTask<JsonElement>> callAsync) : McpServerTool
{
    public override Definition ProtocolTool => definition;

    public override IReadOnlyList<object> Metadata => [];

    public override async ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            var json = await callAsync(request, cancellationToken).ConfigureAwait(false);
            return new()
            {
                Content = [new TextContentBlock { Text = json.GetRawText() }],
                StructuredContent = json,
                IsError = json.TryGetProperty("error", out _),
            };
        }
        catch (FlapjackException e)
        {
            return Failed(e.Message);
        }
        catch (ArgumentException e)
        {
            return Failed(e.Message);
        }
    }

    private static CallToolResult Failed(string message) => new() { Content = [new TextContentBlock { Text = message }], IsError = true };
}
