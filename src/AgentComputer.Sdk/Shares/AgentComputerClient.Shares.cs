using Shared.Wire.Http;

namespace AgentComputer.Sdk;

public partial class AgentComputerClient
{
    /// <summary>Lists the shares of a computer.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them; empty when there is none.</returns>
    /// <remarks><c>GET /v1/computers/{computerId}/shares</c></remarks>
    public virtual Task<IReadOnlyList<Share>> ListSharesAsync(string computerId, CancellationToken cancellationToken = default) =>
        Only(Http.GetAsync($"/v1/computers/{computerId}/shares", SharesJson.Default.SharesAnswer, cancellationToken), answer => answer.Shares);

    /// <summary>Shares a computer by an address. Whoever knows the address has the access.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="request">What it gives access to, and until when; null for the service's own choice.</param>
    /// <param name="cancellationToken">Ends the call; the share may have been created.</param>
    /// <returns>The share, with the address to pass on.</returns>
    /// <remarks><c>POST /v1/computers/{computerId}/shares/links</c></remarks>
    public virtual Task<Share> CreateLinkShareAsync(string computerId, CreateLinkShareRequest? request = null, CancellationToken cancellationToken = default) =>
        Only(
            Http.PostAsync(
                $"/v1/computers/{computerId}/shares/links",
                JsonBody.Of(request ?? new(), SharesJson.Default.CreateLinkShareRequest, nameof(request)),
                SharesJson.Default.ShareAnswer,
                cancellationToken),
            answer => answer.Share);

    /// <summary>Deletes a share: its address gives no access any more.</summary>
    /// <param name="computerId">The computer's id.</param>
    /// <param name="shareId">The share's id.</param>
    /// <param name="cancellationToken">Ends the call; the share may have been deleted.</param>
    /// <returns>When it is gone.</returns>
    /// <remarks><c>DELETE /v1/computers/{computerId}/shares/links/{shareId}</c></remarks>
    public virtual Task DeleteLinkShareAsync(string computerId, string shareId, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync($"/v1/computers/{computerId}/shares/links/{shareId}", cancellationToken);

    /// <summary>Tells what a share gives access to. The call is sent without the key: the token of the share is enough.</summary>
    /// <param name="shareToken">The token of the share. It is a secret: no exception shows it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The share.</returns>
    /// <remarks><c>GET /v1/shares/{shareToken}</c>. The token is part of the address, so proxies and traces between you and the service may see it.</remarks>
    public virtual Task<ResolvedShare> ResolveShareAsync(string shareToken, CancellationToken cancellationToken = default) =>
        Only(Http.GetWithoutKeyAsync(PathOfShare(shareToken), SharesJson.Default.ResolvedShareAnswer, cancellationToken), answer => answer.Share);

    /// <summary>Opens what a share gives access to. The call is sent without the key: the token of the share is enough.</summary>
    /// <param name="shareToken">The token of the share. It is a secret: no exception shows it.</param>
    /// <param name="request">What to open; null for the service's own choice.</param>
    /// <param name="cancellationToken">Ends the call; the session may have been created.</param>
    /// <returns>The session.</returns>
    /// <remarks>
    /// <c>POST /v1/shares/{shareToken}/access-sessions</c>. The token is part of the address, so proxies and traces between you and the service may see it.
    /// </remarks>
    public virtual Task<AccessSession> RedeemShareAsync(string shareToken, RedeemShareRequest? request = null, CancellationToken cancellationToken = default) =>
        Only(
            Http.SendAsync(
                new(HttpMethod.Post, $"{PathOfShare(shareToken)}/access-sessions", RetryRule.IfNeverStarted)
                {
                    WithoutKey = true,
                    Body = request is null ? null : JsonBody.Of(request, SharesJson.Default.RedeemShareRequest),
                },
                SharesJson.Default.RedeemedShareAnswer,
                cancellationToken),
            answer => answer.Session);

    private WirePath PathOfShare(string shareToken)
    {
        var path = WirePath.Of($"/v1/shares").Secret(shareToken);
        // An answer may echo the token.
        Http.Settings.Redaction.Learn(shareToken);
        return path;
    }
}
