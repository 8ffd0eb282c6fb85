using AgentComputer.ReferenceBackend.Computers;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Resources.Computers;

/// <summary>Reads and checks the bodies of computers.</summary>
internal static class ComputerBody
{
    private const string Invalid = ComputerFields.Invalid;
    private const string Image = "image", Snapshot = "snapshot";

    /// <exception cref="Refusal">400: a field breaks a rule.</exception>
    public static (NewComputer Asked, AskedSource Source) Create(BodyReader body)
    {
        RefuseOtherPlatform(body);
        return (
            new(ComputerFields.Handle(body), ComputerFields.DisplayName(body), ComputerFields.Size(body), ComputerFields.AuthorizedKeys(body)),
            body.Object("source", Invalid, "an object with a kind", source => ComputerFields.Within("source", () => Source(source))) ?? new(null, null));
    }

    public static string Rename(BodyReader body) => ComputerFields.RequiredDisplayName(body);

    public static AskedSize Resize(BodyReader body) => ComputerFields.Size(body);

    /// <summary>The workspace that a computer is to belong to.</summary>
    public static string Transfer(BodyReader body) => body.RequiredText("target_org_id", Invalid);

    private static AskedSource Source(BodyReader source)
    {
        var (kind, image, snapshot) = (source.RequiredOneOf("kind", Invalid, Image, Snapshot), Named(source, "image_id"), Named(source, "snapshot_id"));
        return kind == Image && snapshot is not null ? throw Refusal.Invalid(Invalid, $"snapshot_id belongs to a source of the kind {Snapshot}, and the kind is {Image}.")
            : kind == Snapshot && image is not null ? throw Refusal.Invalid(Invalid, $"image_id belongs to a source of the kind {Image}, and the kind is {Snapshot}.")
            : kind == Snapshot && snapshot is null ? throw Refusal.Invalid(Invalid, $"snapshot_id is required for a source of the kind {Snapshot}.")
            : new(image, snapshot);
    }

    // An empty id is no id.
    private static string? Named(BodyReader source, string field) => source.Text(field, Invalid) is { Length: > 0 } id ? id : null;

    private static void RefuseOtherPlatform(BodyReader body)
    {
        if (body.OneOf("platform", Invalid, "linux", "macos") == "macos")
        {
            throw Refusal.Invalid("unsupported_platform", "The platform 'macos' is not available locally: this backend makes computers of Linux only. Leave out platform, or send 'linux'.");
        }
    }
}
