namespace Shared.Hosting.Routing;

/// <summary>A part of the API that maps its own routes.</summary>
internal interface IResource
{
    void Map(Routes routes);
}
