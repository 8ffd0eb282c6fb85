using System.Text.Json.Nodes;
using LocalComputers.Computers.Templates;
using LocalComputers.Shells;

namespace LocalComputers.Computers;

/// <summary>A computer's setup as the store keeps it. The values of its variables are in it as they are.</summary>
internal static class ComputerSetupJson
{
    public static string Write(ComputerSetup setup) => new JsonObject
    {
        ["template"] = setup.Template.Name,
        ["repo"] = setup.Repo is not { } repo ? null : new JsonObject
        {
            ["url"] = repo.Url,
            ["branch"] = repo.Branch,
            ["installCmd"] = repo.InstallCmd,
        },
        ["envVars"] = new JsonArray([.. setup.EnvVars.Select(v => new JsonObject { ["key"] = v.Key, ["value"] = v.Value })]),
        ["sizeClass"] = setup.Measures.Class is { } size ? Sizes.WordOf(size) : null,
        ["measures"] = setup.Measures is not { Class: null } own ? null : new JsonObject { ["memoryBytes"] = own.MemoryBytes, ["diskBytes"] = own.DiskBytes },
    }.ToJsonString();

    /// <exception cref="InvalidDataException">It names a template that this version does not have.</exception>
    public static ComputerSetup Read(string text)
    {
        var setup = JsonNode.Parse(text)!;
        var template = (string)setup["template"]!;
        return new(
            TemplateCatalog.Find(template) ?? throw new InvalidDataException($"The store knows a computer of the template '{template}', which this version does not have."),
            setup["repo"] is not { } repo ? null : new((string)repo["url"]!, (string?)repo["branch"], (string?)repo["installCmd"]),
            [.. setup["envVars"]!.AsArray().Select(v => new EnvVar((string)v!["key"]!, (string)v["value"]!))],
            setup["measures"] is { } own
                ? new((long)own["memoryBytes"]!, (long)own["diskBytes"]!)
                : Sizes.MeasuresOf((string?)setup["sizeClass"] is { } size ? Sizes.Find(size) ?? Sizes.Default : Sizes.Default));
    }
}
