using LocalComputers.Computers.Templates;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>The images that the backend has.</summary>
internal static class ComputerImages
{
    public static IReadOnlyList<ComputerImage> All { get; } =
    [
        new("local", "This machine", "An empty home, and the programs that are installed on the machine of the backend.", TemplateCatalog.Find("blank")!),
    ];

    /// <summary>The image of a computer for which none was asked.</summary>
    public static ComputerImage Default => All[0];

    /// <param name="id">The id.</param>
    /// <exception cref="Refusal">404: there is no such image.</exception>
    public static ComputerImage Find(string id) => All.FirstOrDefault(image => image.Id == id)
        ?? throw Refusal.NotFound($"There is no image '{id}'. GET /v1/computer-images lists the images.");
}
