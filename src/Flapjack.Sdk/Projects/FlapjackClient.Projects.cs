using Shared.Wire.Http;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Lists the projects of the organization.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them; empty when there is none.</returns>
    /// <remarks><c>GET /api/projects</c></remarks>
    public virtual Task<IReadOnlyList<Project>> ListProjectsAsync(CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/projects", ProjectsJson.Default.IReadOnlyListProject, cancellationToken);

    /// <summary>Creates a project.</summary>
    /// <param name="request">The project.</param>
    /// <param name="cancellationToken">Ends the call; the project may have been created.</param>
    /// <returns>The project as it was created.</returns>
    /// <remarks><c>POST /api/projects</c></remarks>
    public virtual Task<Project> CreateProjectAsync(CreateProjectRequest request, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/projects", JsonBody.Of(request, ProjectsJson.Default.CreateProjectRequest), ProjectsJson.Default.Project, cancellationToken);

    /// <summary>Reads a project.</summary>
    /// <param name="projectId">The project's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The project.</returns>
    /// <remarks><c>GET /api/projects/{projectId}</c></remarks>
    public virtual Task<Project> GetProjectAsync(string projectId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/projects/{projectId}", ProjectsJson.Default.Project, cancellationToken);

    /// <summary>Changes a project.</summary>
    /// <param name="projectId">The project's id, a UUID.</param>
    /// <param name="request">What to change; the other fields stay as they are.</param>
    /// <param name="cancellationToken">Ends the call; the project may have been changed.</param>
    /// <returns>The project as it is now.</returns>
    /// <remarks><c>PATCH /api/projects/{projectId}</c></remarks>
    public virtual Task<Project> UpdateProjectAsync(string projectId, UpdateProjectRequest request, CancellationToken cancellationToken = default) =>
        Http.PatchAsync(
            $"/api/projects/{projectId}", JsonBody.Of(request, ProjectsJson.Default.UpdateProjectRequest), ProjectsJson.Default.Project, cancellationToken);

    /// <summary>Deletes a project. Its agents and runners stay, and belong to no project.</summary>
    /// <param name="projectId">The project's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the project may have been deleted.</param>
    /// <returns>When it is gone.</returns>
    /// <remarks><c>DELETE /api/projects/{projectId}</c></remarks>
    public virtual Task DeleteProjectAsync(string projectId, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync($"/api/projects/{projectId}", cancellationToken);

    /// <summary>Lists the agents and the runners of a project.</summary>
    /// <param name="projectId">The project's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The members, with those of their fields that the service sends.</returns>
    /// <remarks><c>GET /api/projects/{projectId}/members</c></remarks>
    public virtual Task<ProjectMembers> GetProjectMembersAsync(string projectId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/projects/{projectId}/members", ProjectsJson.Default.ProjectMembers, cancellationToken);
}
