using Flapjack.Sdk;
using Flapjack.Sdk.Mcp;
using ModelContextProtocol.Server;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Computers as tools of an MCP server.</summary>
public static class FlapjackMcpServerBuilderExtensions
{
    /// <summary>Offers computers to the clients of this server, over whatever transport it has.</summary>
    /// <param name="builder">The builder of the server, from <c>services.AddMcpServer()</c>.</param>
    /// <param name="options">Which computers, and how; null for the defaults.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    /// <remarks>The tools use the <see cref="FlapjackClient"/> of the container: register it with <c>services.AddFlapjack()</c>.</remarks>
    public static IMcpServerBuilder WithFlapjackComputers(this IMcpServerBuilder builder, FlapjackMcpOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        foreach (var make in McpTools.Of(options ?? new()))
        {
            builder.Services.AddSingleton<McpServerTool>(services => make(services.GetRequiredService<FlapjackClient>()));
        }

        return builder;
    }
}
