namespace LocalComputers.Computers.Templates;

/// <summary>Reads the files of a template's folder, which travel inside this assembly.</summary>
internal static class EmbeddedTemplate
{
    /// <summary>The text of the template's <c>setup.sh</c>.</summary>
    public static string Setup(string template) => Read($"templates/{template}/setup.sh");

    /// <summary>What lies under the template's <c>files/</c>, in a stable order.</summary>
    public static IReadOnlyList<StarterFile> StarterFiles(string template)
    {
        var folder = $"templates/{template}/files/";
        var files = typeof(EmbeddedTemplate).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new StarterFile(name[folder.Length..], Read(name)))
            .ToArray();
        return Array.AsReadOnly(files);
    }

    private static string Read(string name)
    {
        using var stream = typeof(EmbeddedTemplate).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly was built without its resource '{name}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
