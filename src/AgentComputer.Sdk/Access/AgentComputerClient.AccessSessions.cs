using Shared.Wire.Http;

namespace AgentComputer.Sdk;

public partial class AgentComputerClient
{
    /// <summary>Creates an access session: a right to reach a computer for a while.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="request">What the session opens, and for how long.</param>
    /// <param name="cancellationToken">Ends the call; the session may have been created.</param>
    /// <returns>The session, with its token. The computer must be running for a session of processes.</returns>
    /// <remarks><c>POST /v1/computers/{computerId}/access-sessions</c></remarks>
    public virtual Task<AccessSession> CreateAccessSessionAsync(
        string computerId, CreateAccessSessionRequest request, CancellationToken cancellationToken = default) =>
        Only(
            Http.PostAsync(
                $"/v1/computers/{computerId}/access-sessions",
                JsonBody.Of(request, AccessJson.Default.CreateAccessSessionRequest),
                AccessJson.Default.AccessSessionAnswer,
                cancellationToken),
            answer => answer.Session);

    /// <summary>Reads an access session.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The session.</returns>
    /// <remarks><c>GET /v1/computers/{computerId}/access-sessions/{sessionId}</c></remarks>
    public virtual Task<AccessSession> GetAccessSessionAsync(string computerId, string sessionId, CancellationToken cancellationToken = default) =>
        Only(
            Http.GetAsync($"/v1/computers/{computerId}/access-sessions/{sessionId}", AccessJson.Default.AccessSessionAnswer, cancellationToken),
            answer => answer.Session);

    /// <summary>Revokes an access session. Whether a stream that is open goes on is not documented.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="cancellationToken">Ends the call; the session may have been revoked.</param>
    /// <returns>When it is revoked.</returns>
    /// <remarks><c>DELETE /v1/computers/{computerId}/access-sessions/{sessionId}</c></remarks>
    public virtual Task DeleteAccessSessionAsync(string computerId, string sessionId, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync($"/v1/computers/{computerId}/access-sessions/{sessionId}", cancellationToken);
}
