using System.Text.Json.Nodes;
using LocalComputers.Computers.Templates;
using Shared.Hosting.Json;

namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>An image that computers are made of.</summary>
/// <param name="Id">Its id.</param>
/// <param name="DisplayName">Its name for people.</param>
/// <param name="Description">What is in it.</param>
/// <param name="Template">What the engine makes of it.</param>
internal sealed record ComputerImage(string Id, string DisplayName, string Description, TemplateRecipe Template)
{
    // The images come with the backend, so their time is that of the version which brought them.
    private static readonly DateTimeOffset CreatedAt = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The image as it is sent.</summary>
    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["display_name"] = DisplayName,
        ["description"] = Description,
        ["status"] = "active",
        ["created_at"] = UtcTimeConverter.Text(CreatedAt),
    };
}
