using Shared.Wire.Http;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Lists the API keys of the organization.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them, without the keys themselves; empty when there is none.</returns>
    /// <exception cref="FlapjackPermissionException">The client has an API key. This call is for users: give the client the JWT of a user as its key.</exception>
    /// <remarks><c>GET /api/keys</c></remarks>
    public virtual Task<IReadOnlyList<ApiKey>> ListApiKeysAsync(CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/keys", KeysJson.Default.IReadOnlyListApiKey, cancellationToken);

    /// <summary>Creates an API key of the organization.</summary>
    /// <param name="request">The key.</param>
    /// <param name="cancellationToken">Ends the call; the key may have been created, but nobody can read it any more.</param>
    /// <returns>The key. It can't be read again.</returns>
    /// <exception cref="FlapjackPermissionException">The client has an API key. This call is for users: give the client the JWT of a user as its key.</exception>
    /// <remarks><c>POST /api/keys</c></remarks>
    public virtual Task<CreatedApiKey> CreateApiKeyAsync(CreateApiKeyRequest request, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/keys", JsonBody.Of(request, KeysJson.Default.CreateApiKeyRequest), KeysJson.Default.CreatedApiKey, cancellationToken);

    /// <summary>Deletes an API key. From the next call on, the service refuses the key.</summary>
    /// <param name="keyId">The key's id, a UUID. It is not the key itself.</param>
    /// <param name="cancellationToken">Ends the call; the key may have been deleted.</param>
    /// <returns>When it is gone.</returns>
    /// <exception cref="FlapjackPermissionException">The client has an API key. This call is for users: give the client the JWT of a user as its key.</exception>
    /// <remarks><c>DELETE /api/keys/{keyId}</c></remarks>
    public virtual Task DeleteApiKeyAsync(string keyId, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync($"/api/keys/{keyId}", cancellationToken);
}
