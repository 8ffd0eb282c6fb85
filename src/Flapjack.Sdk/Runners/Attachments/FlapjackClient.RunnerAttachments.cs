using Shared.Wire.Http;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Lists the MCP servers that are attached to a runner.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The attachments; empty when there is none.</returns>
    /// <remarks><c>GET /api/runners/{runnerId}/mcps</c></remarks>
    public virtual Task<IReadOnlyList<McpAttachment>> ListRunnerMcpsAsync(string runnerId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/runners/{runnerId}/mcps", RunnerAttachmentsJson.Default.IReadOnlyListMcpAttachment, cancellationToken);

    /// <summary>Attaches an MCP server to a runner.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="mcpServerId">The id of the MCP server, a UUID.</param>
    /// <param name="allowedTools">The names of the server's tools that may be used; null for all of them.</param>
    /// <param name="cancellationToken">Ends the call; the MCP server may have been attached.</param>
    /// <returns>The attachment.</returns>
    /// <remarks><c>POST /api/runners/{runnerId}/mcps</c></remarks>
    public virtual Task<McpAttachment> AttachRunnerMcpAsync(
        string runnerId, string mcpServerId, IReadOnlyList<string>? allowedTools = null, CancellationToken cancellationToken = default) =>
        Http.PostAsync(
            $"/api/runners/{runnerId}/mcps",
            JsonBody.Of(
                new AttachmentBody { McpServerId = AttachmentBody.Id(mcpServerId), AllowedTools = allowedTools },
                RunnerAttachmentsJson.Default.AttachmentBody,
                nameof(allowedTools)),
            RunnerAttachmentsJson.Default.McpAttachment,
            cancellationToken);

    /// <summary>Detaches an MCP server from a runner. The MCP server itself stays.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="mcpServerId">The id of the MCP server, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the MCP server may have been detached.</param>
    /// <returns>When it is detached.</returns>
    /// <remarks><c>DELETE /api/runners/{runnerId}/mcps</c>, with a body</remarks>
    public virtual Task DetachRunnerMcpAsync(string runnerId, string mcpServerId, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync(
            $"/api/runners/{runnerId}/mcps",
            cancellationToken,
            body: JsonBody.Of(new AttachmentBody { McpServerId = AttachmentBody.Id(mcpServerId) }, RunnerAttachmentsJson.Default.AttachmentBody));

    /// <summary>Lists the integrations that are attached to a runner.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The attachments; empty when there is none.</returns>
    /// <remarks><c>GET /api/runners/{runnerId}/integrations</c></remarks>
    public virtual Task<IReadOnlyList<IntegrationAttachment>> ListRunnerIntegrationsAsync(string runnerId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/runners/{runnerId}/integrations", RunnerAttachmentsJson.Default.IReadOnlyListIntegrationAttachment, cancellationToken);

    /// <summary>Attaches an integration to a runner.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="integrationId">The id of the integration, a UUID.</param>
    /// <param name="allowedTables">The names of the tables that may be read; null for all of them.</param>
    /// <param name="cancellationToken">Ends the call; the integration may have been attached.</param>
    /// <returns>The attachment.</returns>
    /// <remarks><c>POST /api/runners/{runnerId}/integrations</c></remarks>
    public virtual Task<IntegrationAttachment> AttachRunnerIntegrationAsync(
        string runnerId, string integrationId, IReadOnlyList<string>? allowedTables = null, CancellationToken cancellationToken = default) =>
        Http.PostAsync(
            $"/api/runners/{runnerId}/integrations",
            JsonBody.Of(
                new AttachmentBody { IntegrationId = AttachmentBody.Id(integrationId), AllowedTables = allowedTables },
                RunnerAttachmentsJson.Default.AttachmentBody,
                nameof(allowedTables)),
            RunnerAttachmentsJson.Default.IntegrationAttachment,
            cancellationToken);

    /// <summary>Detaches an integration from a runner. The integration itself stays.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="integrationId">The id of the integration, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the integration may have been detached.</param>
    /// <returns>When it is detached.</returns>
    /// <remarks><c>DELETE /api/runners/{runnerId}/integrations</c>, with a body</remarks>
    public virtual Task DetachRunnerIntegrationAsync(string runnerId, string integrationId, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync(
            $"/api/runners/{runnerId}/integrations",
            cancellationToken,
            body: JsonBody.Of(new AttachmentBody { IntegrationId = AttachmentBody.Id(integrationId) }, RunnerAttachmentsJson.Default.AttachmentBody));

    /// <summary>Lists the custom tools that are attached to a runner.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The attachments; empty when there is none.</returns>
    /// <remarks><c>GET /api/runners/{runnerId}/tools</c></remarks>
    public virtual Task<IReadOnlyList<ToolAttachment>> ListRunnerToolsAsync(string runnerId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/runners/{runnerId}/tools", RunnerAttachmentsJson.Default.IReadOnlyListToolAttachment, cancellationToken);

    /// <summary>Attaches a custom tool to a runner.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="toolId">The id of the custom tool, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the custom tool may have been attached.</param>
    /// <returns>The attachment.</returns>
    /// <remarks><c>POST /api/runners/{runnerId}/tools</c></remarks>
    public virtual Task<ToolAttachment> AttachRunnerToolAsync(string runnerId, string toolId, CancellationToken cancellationToken = default) =>
        Http.PostAsync(
            $"/api/runners/{runnerId}/tools",
            JsonBody.Of(new AttachmentBody { ToolId = AttachmentBody.Id(toolId) }, RunnerAttachmentsJson.Default.AttachmentBody, nameof(toolId)),
            RunnerAttachmentsJson.Default.ToolAttachment,
            cancellationToken);

    /// <summary>Detaches a custom tool from a runner. The custom tool itself stays.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="toolId">The id of the custom tool, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the custom tool may have been detached.</param>
    /// <returns>When it is detached.</returns>
    /// <remarks><c>DELETE /api/runners/{runnerId}/tools</c>, with a body</remarks>
    public virtual Task DetachRunnerToolAsync(string runnerId, string toolId, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync(
            $"/api/runners/{runnerId}/tools",
            cancellationToken,
            body: JsonBody.Of(new AttachmentBody { ToolId = AttachmentBody.Id(toolId) }, RunnerAttachmentsJson.Default.AttachmentBody));

    /// <summary>Lists the skills that are attached to a runner.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The attachments; empty when there is none.</returns>
    /// <remarks><c>GET /api/runners/{runnerId}/skills</c></remarks>
    public virtual Task<IReadOnlyList<SkillAttachment>> ListRunnerSkillsAsync(string runnerId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/runners/{runnerId}/skills", RunnerAttachmentsJson.Default.IReadOnlyListSkillAttachment, cancellationToken);

    /// <summary>Attaches an installed skill to a runner.</summary>
    /// <param name="runnerId">The runner's id, a UUID.</param>
    /// <param name="request">The skill, and what is special about it here.</param>
    /// <param name="cancellationToken">Ends the call; the skill may have been attached.</param>
    /// <returns>The attachment. It never holds the credential.</returns>
    /// <remarks><c>POST /api/runners/{runnerId}/skills</c></remarks>
    public virtual Task<SkillAttachment> AttachRunnerSkillAsync(string runnerId, AttachSkillRequest request, CancellationToken cancellationToken = default) =>
        Http.PostAsync(
            $"/api/runners/{runnerId}/skills",
            JsonBody.Of(request, RunnerAttachmentsJson.Default.AttachSkillRequest),
            RunnerAttachmentsJson.Default.SkillAttachment,
            cancellationToken);
}
