namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Uploads the picture that the marketplace shows of an agent.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="file">The picture: <see cref="FlapjackFile.FromPath"/>, <see cref="FlapjackFile.FromBytes"/> or <see cref="FlapjackFile.FromStream"/>.</param>
    /// <param name="cancellationToken">Ends the call, also in the middle of the file; the picture may have been stored.</param>
    /// <returns>The profile with its new picture. What the service sends instead of a profile is in <see cref="MarketplaceProfile.AdditionalProperties"/>.</returns>
    /// <exception cref="IOException">The file can't be read; the exception is that of the file or of your stream.</exception>
    /// <remarks>
    /// <c>POST /api/agents/{agentId}/marketplace/avatar</c>. The service documents neither the form, which is sent with the one part <c>file</c>, nor its
    /// formats and sizes. The reference backend takes PNG, JPEG, GIF and WebP of at most 1 MiB, and makes the profile if the agent has none.
    /// </remarks>
    public virtual Task<MarketplaceProfile> UploadMarketplaceAvatarAsync(string agentId, FlapjackFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Http.UploadAsync(
            $"/api/agents/{agentId}/marketplace/avatar", new("file", file.Content, file.ContentType), MarketplaceJson.Default.MarketplaceProfile, cancellationToken);
    }
}
