using System.Diagnostics;
using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Children;

/// <summary>A program of the folder <c>Aot</c>, compiled ahead of time into the row's folder.</summary>
internal static class NativeProgram
{
    /// <returns>The program; null if this machine can't compile it, which the row's notes say then.</returns>
    public static async Task<string?> PublishAsync(Bench bench, string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(bench.Folder, name)).FullName;
        var project = Path.Combine(folder, $"{name}.csproj");
        await File.WriteAllTextAsync(project, Project(name), bench.CancellationToken);
        var start = new ProcessStartInfo("dotnet", ["publish", project, "-c", "Release", "--use-current-runtime", "-o", Path.Combine(folder, "out"), "--nologo", "-v", "quiet"])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            var said = await process.StandardOutput.ReadToEndAsync(bench.CancellationToken);
            await process.WaitForExitAsync(bench.CancellationToken);
            if (process.ExitCode == 0)
            {
                return Path.Combine(folder, "out", name);
            }

            bench.Note($"`dotnet publish` can't compile ahead of time here: {said.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal))?.Trim()}");
            return null;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static string Project(string name) =>
        $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <PublishAot>true</PublishAot>
            <InvariantGlobalization>true</InvariantGlobalization>
          </PropertyGroup>
          <ItemGroup>
            <Compile Include="{Sources.PathTo($"tests/Flapjack.Benchmarks/Aot/{name}.cs")}" />
            <ProjectReference Include="{Sources.PathTo("src/Flapjack.Sdk/Flapjack.Sdk.csproj")}" Condition="'{name}' == 'Sdk'" />
          </ItemGroup>
        </Project>
        """;
}
