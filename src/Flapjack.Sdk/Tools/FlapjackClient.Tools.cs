using Shared.Wire.Http;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Lists the custom tools of the organization.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them; empty when there is none.</returns>
    /// <remarks><c>GET /api/tools</c></remarks>
    public virtual Task<IReadOnlyList<CustomTool>> ListToolsAsync(CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/tools", ToolsJson.Default.IReadOnlyListCustomTool, cancellationToken);

    /// <summary>Creates a custom tool: a webhook that agents and runners may call.</summary>
    /// <param name="request">The tool.</param>
    /// <param name="cancellationToken">Ends the call; the tool may have been created.</param>
    /// <returns>The tool as it was created.</returns>
    /// <remarks><c>POST /api/tools</c></remarks>
    public virtual Task<CustomTool> CreateToolAsync(CreateToolRequest request, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/tools", JsonBody.Of(request, ToolsJson.Default.CreateToolRequest), ToolsJson.Default.CustomTool, cancellationToken);

    /// <summary>Reads a custom tool.</summary>
    /// <param name="toolId">The tool's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The tool.</returns>
    /// <remarks><c>GET /api/tools/{toolId}</c></remarks>
    public virtual Task<CustomTool> GetToolAsync(string toolId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/tools/{toolId}", ToolsJson.Default.CustomTool, cancellationToken);

    /// <summary>Changes a custom tool.</summary>
    /// <param name="toolId">The tool's id, a UUID.</param>
    /// <param name="request">What to change; the other fields stay as they are.</param>
    /// <param name="cancellationToken">Ends the call; the tool may have been changed.</param>
    /// <returns>The tool as it is now.</returns>
    /// <remarks><c>PATCH /api/tools/{toolId}</c></remarks>
    public virtual Task<CustomTool> UpdateToolAsync(string toolId, UpdateToolRequest request, CancellationToken cancellationToken = default) =>
        Http.PatchAsync($"/api/tools/{toolId}", JsonBody.Of(request, ToolsJson.Default.UpdateToolRequest), ToolsJson.Default.CustomTool, cancellationToken);

    /// <summary>Deletes a custom tool. The runners that it is attached to lose it.</summary>
    /// <param name="toolId">The tool's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the tool may have been deleted.</param>
    /// <returns>When it is gone.</returns>
    /// <remarks><c>DELETE /api/tools/{toolId}</c></remarks>
    public virtual Task DeleteToolAsync(string toolId, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync($"/api/tools/{toolId}", cancellationToken);
}
