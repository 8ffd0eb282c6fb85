namespace Flapjack.ReferenceBackend.Api;

/// <summary>A part of the API that brings its own routes.</summary>
internal interface IResource
{
    void Map(Routes routes);
}
