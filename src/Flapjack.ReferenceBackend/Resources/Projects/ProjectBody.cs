using System.Text.Json.Nodes;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Projects;

/// <summary>Reads and checks the bodies of <c>POST /api/projects</c> and <c>PATCH /api/projects/{projectId}</c>.</summary>
internal static class ProjectBody
{
    private const int MaxName = 200;

    public static ProjectDocument Create(BodyReader body) => new() { Name = Name(body), Slug = Slug(body), Description = Description(body) };

    /// <summary>The fields that were sent. Null empties a field; a name can't be emptied.</summary>
    public static JsonObject Patch(BodyReader body) => body.Sent(("name", Name), ("slug", Slug), ("description", Description));

    private static string Name(BodyReader body) => body.RequiredText("name", "INVALID_NAME", MaxName);

    private static string? Description(BodyReader body) => body.Text("description", "INVALID_DESCRIPTION");

    /// <summary>In lower case, with one hyphen for whatever is neither a letter nor a digit of ASCII.</summary>
    private static string? Slug(BodyReader body)
    {
        if (body.Text("slug", "INVALID_SLUG", MaxName) is not { } slug)
        {
            return null;
        }

        var normal = Orgs.Slug.Of(slug);
        return normal.Length > 0 ? normal : throw Refusal.Invalid("INVALID_SLUG", "slug must have a letter or a digit; leave it out for none.");
    }
}
