using Shared.Wire.Http;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Lists the code agents of an organization.</summary>
    /// <param name="orgId">The organization's id, a UUID, for callers who belong to several; null for the caller's own.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them; empty when there is none.</returns>
    /// <remarks><c>GET /api/code-agents</c></remarks>
    public virtual Task<IReadOnlyList<CodeAgent>> ListCodeAgentsAsync(string? orgId = null, CancellationToken cancellationToken = default) =>
        Http.GetAsync(WirePath.Of($"/api/code-agents").Query("orgId", orgId), CodeAgentsJson.Default.IReadOnlyListCodeAgent, cancellationToken);

    /// <summary>Creates a code agent.</summary>
    /// <param name="request">The code agent.</param>
    /// <param name="cancellationToken">Ends the call; the code agent may have been created.</param>
    /// <returns>The code agent as it was created.</returns>
    /// <remarks><c>POST /api/code-agents</c></remarks>
    public virtual Task<CodeAgent> CreateCodeAgentAsync(CreateCodeAgentRequest request, CancellationToken cancellationToken = default) =>
        Http.PostAsync(
            $"/api/code-agents", JsonBody.Of(request, CodeAgentsJson.Default.CreateCodeAgentRequest), CodeAgentsJson.Default.CodeAgent, cancellationToken);

    /// <summary>Reads a code agent.</summary>
    /// <param name="codeAgentId">The code agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The code agent.</returns>
    /// <remarks><c>GET /api/code-agents/{codeAgentId}</c></remarks>
    public virtual Task<CodeAgent> GetCodeAgentAsync(string codeAgentId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/code-agents/{codeAgentId}", CodeAgentsJson.Default.CodeAgent, cancellationToken);

    /// <summary>Changes a code agent.</summary>
    /// <param name="codeAgentId">The code agent's id, a UUID.</param>
    /// <param name="request">What to change; the other fields stay as they are.</param>
    /// <param name="cancellationToken">Ends the call; the code agent may have been changed.</param>
    /// <returns>The code agent as it is now.</returns>
    /// <remarks><c>PATCH /api/code-agents/{codeAgentId}</c></remarks>
    public virtual Task<CodeAgent> UpdateCodeAgentAsync(string codeAgentId, UpdateCodeAgentRequest request, CancellationToken cancellationToken = default) =>
        Http.PatchAsync(
            $"/api/code-agents/{codeAgentId}",
            JsonBody.Of(request, CodeAgentsJson.Default.UpdateCodeAgentRequest),
            CodeAgentsJson.Default.CodeAgent,
            cancellationToken);

    /// <summary>Deletes a code agent.</summary>
    /// <param name="codeAgentId">The code agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the code agent may have been deleted.</param>
    /// <returns>When it is gone.</returns>
    /// <remarks>
    /// <c>DELETE /api/code-agents/{codeAgentId}</c>. What becomes of its sessions is not documented; the reference backend keeps them, without a code
    /// agent.
    /// </remarks>
    public virtual Task DeleteCodeAgentAsync(string codeAgentId, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync($"/api/code-agents/{codeAgentId}", cancellationToken);
}
