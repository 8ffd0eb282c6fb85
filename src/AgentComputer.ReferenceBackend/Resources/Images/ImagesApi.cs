using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Computers;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Images;

/// <summary>The images that computers are made of.</summary>
internal sealed class ImagesApi : IResource
{
    public void Map(Routes routes)
    {
        var all = routes.AnyKey();
        all.Get("/v1/computer-images", _ => new JsonObject { ["images"] = new JsonArray([.. ComputerImages.All.Select(image => image.ToJson())]) });
        all.Get("/v1/computer-images/{image_id}", call => new JsonObject { ["image"] = ComputerImages.Find(call["image_id"]).ToJson() });
    }
}
