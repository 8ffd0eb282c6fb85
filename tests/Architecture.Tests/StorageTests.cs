using Architecture.Tests.Sources;

namespace Architecture.Tests;

/// <summary>Another database can come behind the store, because only the store knows which database there is.</summary>
public sealed class StorageTests
{
    [Fact]
    public void Only_the_folder_of_the_store_names_its_database() =>
        SourceFiles.Under(Repository.PathTo("src"))
            .Where(path => !SourceFiles.Shown(path).StartsWith("src/LocalComputers/Storage/", StringComparison.Ordinal))
            .Where(path => File.ReadAllText(path).Contains("Microsoft.Data.Sqlite", StringComparison.Ordinal))
            .Select(SourceFiles.Shown)
            .Should().BeEmpty("everything else uses StoreSession and the types of System.Data.Common");
}
