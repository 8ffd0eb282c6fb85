namespace AgentComputer.Sdk;

public partial class AgentComputerClient
{
    /// <summary>Lists the images that computers are made from.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them; empty when there is none.</returns>
    /// <remarks><c>GET /v1/computer-images</c></remarks>
    public virtual Task<IReadOnlyList<ComputerImage>> ListComputerImagesAsync(CancellationToken cancellationToken = default) =>
        Only(Http.GetAsync($"/v1/computer-images", ComputersJson.Default.ComputerImagesAnswer, cancellationToken), answer => answer.Images);

    /// <summary>Reads an image.</summary>
    /// <param name="imageId">The image's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The image.</returns>
    /// <remarks><c>GET /v1/computer-images/{imageId}</c></remarks>
    public virtual Task<ComputerImage> GetComputerImageAsync(string imageId, CancellationToken cancellationToken = default) =>
        Only(Http.GetAsync($"/v1/computer-images/{imageId}", ComputersJson.Default.ComputerImageAnswer, cancellationToken), answer => answer.Image);
}
