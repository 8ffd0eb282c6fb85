using Shared.Wire.Http;

namespace AgentComputer.Sdk;

public partial class AgentComputerClient
{
    /// <summary>Tells whose key the client uses, and for which workspace: a cheap way to check a key.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The user, the workspace and its plan.</returns>
    /// <remarks><c>GET /v1/me</c></remarks>
    public virtual Task<Account> GetMeAsync(CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/v1/me", AccountJson.Default.Account, cancellationToken);

    /// <summary>Tells what the computers of the workspace have used.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Their use until now.</returns>
    /// <remarks><c>GET /v1/usage</c></remarks>
    public virtual Task<AccountUsage> GetUsageAsync(CancellationToken cancellationToken = default) =>
        Only(Http.GetAsync($"/v1/usage", AccountJson.Default.AccountUsageAnswer, cancellationToken), answer => answer.Usage);

    /// <summary>Sets when and how much credit is bought by itself.</summary>
    /// <param name="request">The preferences, all of them.</param>
    /// <param name="cancellationToken">Ends the call; the preferences may have been set.</param>
    /// <returns>The preferences as they are now.</returns>
    /// <remarks><c>PATCH /v1/billing/preferences</c></remarks>
    public virtual Task<AutoReload> UpdateBillingPreferencesAsync(UpdateBillingPreferencesRequest request, CancellationToken cancellationToken = default) =>
        Only(
            Http.PatchAsync(
                $"/v1/billing/preferences",
                JsonBody.Of(request, AccountJson.Default.UpdateBillingPreferencesRequest),
                AccountJson.Default.AutoReloadAnswer,
                cancellationToken),
            answer => answer.AutoReload);
}
